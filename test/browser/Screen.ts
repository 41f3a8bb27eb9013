import type { Page } from "playwright-core"
import type { Stage } from "./Stage.ts"

/** A conversation of the list as a person reads it. */
export interface ListRow {
  readonly id: string
  readonly name: string
  readonly lastText: string
  readonly unread: number
}

/** A message of a thread as a person reads it; `stage` null = it is not ours. */
export interface ThreadLine {
  readonly id: string
  readonly text: string
  readonly stage: string | null
}

/** What the list shows, from top to bottom, and its counts. */
export const shownList = async (page: Page) => ({
  rows: await page
    .locator("[aria-label=Conversations] [role=listitem] a")
    .evaluateAll((links): Array<ListRow> =>
      links.map((link) => {
        const [name, lastText] = [...link.querySelectorAll(".truncate")].map((part) => part.textContent ?? "")
        const badge = [...link.querySelectorAll(".sr-only")].find((part) => part.textContent === " unread")
        const unread = badge?.parentElement?.firstChild?.textContent ?? "0"
        const id = (link.getAttribute("href") ?? "").replace(/^\/desk\/|\?.*$/g, "")
        return { id, name: name ?? "", lastText: lastText ?? "", unread: Number(unread) }
      })
    ),
  // The others have no count.
  counts: (
    await page.getByRole("group", { name: "Which conversations" }).getByRole("button").allTextContents()
  ).filter((text) => /\d/.test(text))
})

/** What the list must show. */
export const storedList = async (stage: Stage) => {
  const rows = await stage.query<{ view: ListRow & { customerUsername: string | null; title: string } }>(
    "select conversation_view(c) as view from conversation c where tenant_id = $1 order by last_at desc, id desc",
    [stage.tenantId]
  )
  const unread = rows.filter(({ view }) => view.unread > 0).length
  return {
    rows: rows.map(({ view: { id, customerUsername, title, lastText, unread } }): ListRow => {
      return { id, name: customerUsername ?? title, lastText, unread }
    }),
    counts: [`All${rows.length}`, `Unread${unread}`]
  }
}

/** The whole open thread from its first message to its last, read by scrolling; a repeated message is there twice. */
export const shownThread = async (page: Page): Promise<ReadonlyArray<ThreadLine>> => {
  const log = page.getByRole("log")
  const lines = new Map<string, ThreadLine>()
  const repeated: Array<ThreadLine> = []
  await log.evaluate((box) => box.scrollTo(0, 0))
  for (;;) {
    await page.waitForTimeout(60)
    const seen = await log.locator("article").evaluateAll((articles): Array<ThreadLine & { top: number }> =>
      articles.map((article) => {
        const tick = article.querySelector("svg[role=img]")?.getAttribute("aria-label") ?? null
        return {
          id: article.getAttribute("data-message") ?? "",
          text: article.querySelector(".whitespace-pre-wrap")?.textContent ?? "",
          stage: tick === null ? null : (tick.split(":")[0] ?? "").toLowerCase(),
          top: article.getBoundingClientRect().top
        }
      })
    )
    const byPlace = seen.toSorted((a, b) => a.top - b.top).map(({ top: _, ...line }) => line)
    repeated.push(...byPlace.filter(({ id }, index) => byPlace.findIndex((one) => one.id === id) < index))
    for (const line of byPlace) {
      lines.delete(line.id)
      lines.set(line.id, line)
    }
    const isAtEnd = await log.evaluate((box) => {
      const rest = box.scrollHeight - box.clientHeight - box.scrollTop
      box.scrollBy(0, box.clientHeight * 0.6)
      return rest < 2
    })
    if (isAtEnd) return [...lines.values(), ...repeated]
  }
}

/** What the thread must show. */
export const storedThread = (stage: Stage, conversation: string) =>
  stage.query<ThreadLine>(
    `select id::text, text, case when direction = 'in' then null else stage end as stage
     from message where conversation_id = $1::uuid order by id`,
    [conversation]
  )
