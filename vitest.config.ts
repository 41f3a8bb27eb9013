import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{src,simulators,test,migrations}/**/*.test.ts"],
    globalSetup: ["test/globalSetup.ts"],
    // Two cores; each worker is a process, so that one that crashes takes nobody along.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})
