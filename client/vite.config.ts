import { fileURLToPath } from "node:url"
import tailwindcss from "@tailwindcss/vite"
import { defineConfig } from "vite"
import solid from "vite-plugin-solid"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const gateway = "127.0.0.1:8080"

/** Two pages from one build: the client (index.html) and the demo's phones (phones.html). */
export default defineConfig({
  root: here("."),
  plugins: [solid(), tailwindcss()],
  build: {
    outDir: here("../dist/client"),
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    // The gateway's CSP allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: here("index.html"), phones: here("phones.html") } }
  },
  server: {
    proxy: {
      "/api": `http://${gateway}`,
      "/live": { target: `ws://${gateway}`, ws: true },
      "/phones/api": `http://${gateway}`
    }
  }
})
