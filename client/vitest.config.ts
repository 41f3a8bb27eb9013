import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** The client's pages in a real browser before a pretended gateway; its pure functions are tested with the gateway's. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/globalSetup.ts"],
    name: "client",
    environment: "node",
    pool: "forks",
    // As many as the gateway's: a project with another number runs by itself, after all others.
    maxWorkers: 3,
    testTimeout: 90_000,
    hookTimeout: 180_000
  }
})
