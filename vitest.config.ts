import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    // Two cores, and tests that wait for their networks half of the time; each worker is a process, so that one that
    // crashes takes nobody along.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "gateway",
          include: ["{src,simulators,test,migrations}/**/*.test.ts"],
          globalSetup: ["test/globalSetup.ts"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000
        }
      },
      "./client/vitest.config.ts"
    ]
  }
})
