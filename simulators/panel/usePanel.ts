import { afterEach, beforeEach } from "vitest"
import { startPanelSimulator, type PanelOptions, type PanelSimulator } from "./PanelSimulator.ts"

/** An answer as it came over the wire; `json` is undefined if the text is not JSON. */
export interface Received {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

/** A panel without rate limit, fresh for each test of the file that calls this, and clients of both of its APIs. */
export const usePanel = (options: () => PanelOptions = () => ({ settings: { ratePerSecond: 0 } })) => {
  let panel: PanelSimulator
  beforeEach(async () => {
    panel = await startPanelSimulator(options())
  })
  afterEach(() => panel.stop())
  return {
    get panel() {
      return panel
    },
    get: (path: string, key = panel.adminKey) =>
      receive(`${panel.url}/adminapi/v2${path}`, { headers: admin(key) }),
    post: (path: string, body: unknown, signal?: AbortSignal) =>
      receive(`${panel.url}/adminapi/v2${path}`, {
        method: "POST",
        headers: admin(panel.adminKey),
        body: JSON.stringify(body),
        ...(signal ? { signal } : {})
      }),
    user: (username: string, fields: Record<string, string>) =>
      receive(`${panel.url}/api/v2`, {
        method: "POST",
        body: new URLSearchParams({ key: panel.userKey(username), ...fields })
      })
  }
}

const admin = (key: string) => ({ "x-api-key": key, "content-type": "application/json" })

/** Fetches and keeps the text, whatever it is. */
export const receive = async (url: string, init: RequestInit): Promise<Received> => {
  const answer = await fetch(url, init)
  const text = await answer.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: answer.status, headers: answer.headers, text, json }
}
