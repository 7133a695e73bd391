import BenchmarkSuite

Benchmarks.main()
