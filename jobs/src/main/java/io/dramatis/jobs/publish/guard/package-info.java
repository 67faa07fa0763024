/** The guard across publications: what is compared with the last one, and what of it stays. */
package io.dramatis.jobs.publish.guard;
