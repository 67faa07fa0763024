package io.dramatis.cli.benchmark;

import picocli.CommandLine.Command;

/** Measures what takes long. */
@Command(
        name = "benchmark",
        description = "Measure what takes long, on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        subcommands = {MixtureBenchmark.class, PseudonymBenchmark.class})
public final class BenchmarkCommand {}
