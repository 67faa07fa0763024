package io.dramatis.cli.benchmark;

import picocli.CommandLine.Command;

@Command(name = "mixture")
final class MixtureBenchmark {}
