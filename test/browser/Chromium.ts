import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/** The same engine without a browser's own windows, where it is installed: a third less work for each page. */
const places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]

/** Starts Debian's Chromium, or the one that CHROMIUM names. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? places.find((place) => existsSync(place)) ?? places[1]!,
    args: flags
  })
