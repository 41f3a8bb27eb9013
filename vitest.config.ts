import { defineConfig } from "vitest/config"
import { LongestFirst } from "./test/LongestFirst.ts"

/** What stands alone in its process: it measures the process or its memory, sends signals, or must be first at the console. */
const alone = [
  "src/adapters/postgres/{Embedded,Database}*.test.ts",
  "src/adapters/process/**/*.test.ts",
  "src/adapters/whatsapp/{BoundedCache,SilenceLibsignal}.test.ts"
]
/** What leaves nothing behind in its process, so that the next file finds the modules loaded. */
const together = ["{src,simulators,migrations,client/src}/**/*.test.ts", "test/contracts/**/*.test.ts"]
const gateway = {
  globalSetup: "test/globalSetup.ts",
  pool: "forks",
  testTimeout: 90_000,
  hookTimeout: 180_000
} as const

export default defineConfig({
  test: {
    // Two cores, and tests that wait for their networks some of the time; each worker is a process, so that one that
    // crashes takes nobody along.
    maxWorkers: 3,
    // Files that wait and files that work, of all projects, at the same time.
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...gateway,
          name: "gateway",
          include: ["test/**/*.test.ts", ...alone],
          exclude: together.slice(1)
        }
      },
      { test: { ...gateway, name: "parts", include: together, exclude: alone, isolate: false } },
      "./client/vitest.config.ts"
    ]
  }
})
