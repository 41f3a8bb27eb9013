import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "vite"

/** Where the tests find the built client; each of them builds its own where nobody has set it. */
export const clientFolderVariable = "RELAYDESK_TEST_CLIENT"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Builds the client into a folder of its own. */
export const buildClient = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "relaydesk-client-"))
  await build({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { outDir: folder }
  })
  return folder
}

/** One build for a whole run of tests: each file that opened a page made its own before. */
export default async () => {
  const folder = await buildClient()
  process.env[clientFolderVariable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
