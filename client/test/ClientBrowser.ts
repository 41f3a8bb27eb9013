import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { build } from "vite"
import { FakeGateway } from "./FakeGateway.ts"

/** A built client before a pretended gateway, in a real browser. */
export interface ClientBrowser {
  readonly gateway: FakeGateway
  readonly address: string
  /** A page of its own; what it complains of on its console is in `complaints`. */
  readonly open: (
    path: string,
    options?: BrowserContextOptions
  ) => Promise<{ readonly page: Page; readonly complaints: Array<string> }>
  readonly close: () => Promise<void>
}

const root = fileURLToPath(new URL("..", import.meta.url))
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/** Builds the client once for the file that asks. */
export const openClientBrowser = async (): Promise<ClientBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), "relaydesk-client-"))
  await build({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { outDir: folder }
  })
  const browser: Browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: flags
  })
  const gateway = new FakeGateway(folder)
  const address = await gateway.listen()
  return {
    gateway,
    address,
    open: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      context.setDefaultTimeout(5000)
      const page = await context.newPage()
      const complaints: Array<string> = []
      page.on("console", (line) => {
        if (line.type() === "error" || line.type() === "warning") complaints.push(line.text())
      })
      page.on("pageerror", (error) => complaints.push(error.stack ?? error.message))
      await page.goto(`${address}${path}`)
      return { page, complaints }
    },
    close: async () => {
      await browser.close()
      await gateway.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
