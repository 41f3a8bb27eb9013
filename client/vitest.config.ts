import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** The client's own tests: pure functions beside their files, pages in a real browser before a pretended gateway. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["{src,test}/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})
