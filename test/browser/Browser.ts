import type { BrowserContextOptions, Page } from "playwright-core"
import { launchChromium } from "./Chromium.ts"

/** A page in a context of its own, and all that its browser said and got. */
export interface Visit {
  readonly page: Page
  /** Errors and warnings of the console (the content policy's too), and exceptions. */
  readonly complaints: Array<string>
  /** Every response body and every frame of the live socket so far. */
  readonly received: () => Promise<ReadonlyArray<Received>>
  readonly close: () => Promise<void>
}

interface Received {
  readonly from: string
  readonly text: string
}

/** A real Chromium; pages are opened below `address`. */
export const openBrowser = async (address: string) => {
  const chrome = await launchChromium()
  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Visit> => {
    const context = await chrome.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      ...options
    })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    const complaints: Array<string> = []
    const bodies: Array<Promise<Received>> = []
    const frames: Array<Received> = []
    page.on("console", (line) => {
      if (line.type() === "error" || line.type() === "warning") complaints.push(line.text())
    })
    page.on("pageerror", (error) => complaints.push(error.stack ?? error.message))
    page.on("response", (response) => {
      const body = response.text().catch(() => "")
      bodies.push(body.then((text) => ({ from: response.url(), text })))
    })
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        frames.push({ from: socket.url(), text: String(payload) })
      })
    )
    await page.goto(`${address}${path}`)
    return {
      page,
      complaints,
      received: async () => [...(await Promise.all(bodies)), ...frames],
      close: () => context.close()
    }
  }
  return { address, open, close: () => chrome.close() }
}
