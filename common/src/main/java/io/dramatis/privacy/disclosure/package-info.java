/**
 * What may be told of groups of people: rules for single cells, rounding, complementary suppression, and a guard across
 * runs. Plain Java on counts and sums; who publishes hands its cells in.
 */
package io.dramatis.privacy.disclosure;
