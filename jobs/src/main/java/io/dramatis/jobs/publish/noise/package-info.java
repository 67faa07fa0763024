/** Noise on published counts, and the budget that pays for it. */
package io.dramatis.jobs.publish.noise;
