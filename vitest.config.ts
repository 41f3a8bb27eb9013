import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    // Two cores; each worker is a process, so that one that crashes takes nobody along.
    maxWorkers: 2,
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
