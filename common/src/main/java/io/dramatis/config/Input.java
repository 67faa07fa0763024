package io.dramatis.config;

import java.util.Map;

/**
 * Files, or any place that a Spark format reads.
 *
 * @param format csv, json, parquet, delta, or any Spark format by name
 * @param path empty for a format that has none
 * @param options of the reader; they may hold secrets
 */
public record Input(String format, String path, Map<String, Secret> options, Origin origin) {}
