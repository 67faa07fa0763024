/** Made-up people for a first run: their files in three systems, their consents, and the truth that the pipeline never reads. */
package io.dramatis.jobs.demo;
