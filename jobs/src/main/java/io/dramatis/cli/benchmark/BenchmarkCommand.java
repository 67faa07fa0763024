package io.dramatis.cli.benchmark;

import picocli.CommandLine.Command;

/** Measures the engine. */
@Command(
        name = "benchmark",
        description = "Measure the engine against others on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        subcommands = MixtureBenchmark.class)
public final class BenchmarkCommand {}
