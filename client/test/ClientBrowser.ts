import { rm } from "node:fs/promises"
import type { BrowserContextOptions, Page } from "playwright-core"
import { launchChromium } from "../../test/browser/Chromium.ts"
import { FakeGateway } from "./FakeGateway.ts"
import { buildClient, clientFolderVariable } from "./globalSetup.ts"

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

/** Opens a browser before the client of this run of tests, or before a new build of it. */
export const openClientBrowser = async (): Promise<ClientBrowser> => {
  const built = process.env[clientFolderVariable]
  const folder = built ?? (await buildClient())
  const browser = await launchChromium()
  const gateway = new FakeGateway(folder)
  const address = await gateway.listen()
  return {
    gateway,
    address,
    open: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      context.setDefaultTimeout(15_000)
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
      if (built === undefined) await rm(folder, { recursive: true, force: true })
    }
  }
}
