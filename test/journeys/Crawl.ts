import type { Asking } from "./WholeStage.ts"

interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: unknown }>>
}

/** A GET of the API with its answer; a path with an id once for each id that somebody was shown. */
export interface Visited {
  readonly path: string
  readonly asked: string
  readonly status: number
  readonly text: string
}

/** For a stage that is crawled: as many requests as there are. */
export const crawled = { RATE_PER_ADDRESS: "100000", RATE_PER_LOGIN: "100000", RATE_PER_WORKSPACE: "100000" }

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

// More rows than a test makes, so that no page hides a row.
const page = "limit=200"

/** Makes every GET that the API's own description names, with the ids that its lists show: what is added later is visited too. */
export const crawl = async (ask: Asking): Promise<ReadonlyArray<Visited>> => {
  const { paths } = (await ask("GET", "/api/openapi.json")).json as Description
  const gets = Object.entries(paths).flatMap(([path, { get }]) => (get === undefined ? [] : [path]))
  const visited: Array<Visited> = []
  const visit = async (path: string, asked: string) => {
    const full = await ask("GET", `${asked}?${page}`)
    const { status, text } = full.status === 400 ? await ask("GET", asked) : full
    // What a limit cut off was not looked at.
    if (status === 429) throw new Error(`${asked} was refused: ${text}`)
    visited.push({ path, asked, status, text })
  }
  for (const path of gets.filter((one) => !one.includes("{"))) await visit(path, path)
  const ids = new Set(visited.flatMap(({ status, text }) => (status === 200 ? (text.match(uuid) ?? []) : [])))
  for (const path of gets.filter((one) => one.includes("{")))
    for (const id of ids) await visit(path, path.replaceAll(/\{\w+\}/g, id))
  return visited
}
