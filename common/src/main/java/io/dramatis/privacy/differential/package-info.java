/** Differential privacy of counts: exact samplers on whole numbers, with no floating number in them. */
package io.dramatis.privacy.differential;
