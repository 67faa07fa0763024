package io.dramatis.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A pure step for {@link Dataset#transform}: no action, no read or write, no clock, no unseeded randomness. */
@FunctionalInterface
public interface Transform extends scala.Function1<Dataset<Row>, Dataset<Row>> {}
