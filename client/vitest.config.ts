import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** The client's own tests: pure functions beside their files, pages in a real browser before a pretended gateway. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["{src,test}/**/*.test.ts"],
    globalSetup: ["test/globalSetup.ts"],
    name: "client",
    environment: "node",
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})
