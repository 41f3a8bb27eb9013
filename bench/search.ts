import { Effect } from "effect"
import { type ConversationQuery, Desk } from "../src/ports/Desk.ts"
import { type BenchOptions, type Figure, percentile } from "./Figure.ts"
import { openSearchScene, type SearchTenant } from "./SearchScene.ts"

const asked = ({
  channelId,
  loginId
}: SearchTenant): ReadonlyArray<readonly [string, Partial<ConversationQuery>]> => [
  ["the list", {}],
  ["unread", { filter: "unread" }],
  ["mine", { filter: "mine", loginId }],
  ["human", { filter: "human" }],
  ["bot", { filter: "bot" }],
  ["suspended", { filter: "suspended" }],
  ["one channel", { channelId }],
  ["a user name", { search: "buyer1234" }],
  ["a person's name", { search: "person 77" }],
  ["part of a number", { search: "+977 98000-123" }],
  ["an order of a request", { search: "81004321" }],
  ["an order in a text", { search: "49300002" }],
  ["a rare word", { search: "zanzi" }],
  ["a word of 100 messages", { search: "topic4711" }],
  ["a word of every message", { search: "cancel" }],
  ["a common word, unread", { search: "cancel", filter: "unread" }],
  ["three common words", { search: "cancel request added" }],
  ["nothing found", { search: "nobodywrotethis" }]
]

/** What an inbox asks for, of a million messages beside another tenant's; beside it a scan of the texts. */
export const measureSearch = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  const scene = await openSearchScene()
  try {
    const scale = isShort ? 20 : 1
    const begun = performance.now()
    const tenant = await scene.fill(20_000 / scale, 1_000_000 / scale)
    await scene.fill(4_000 / scale, 200_000 / scale)
    const filled = (performance.now() - begun) / 1_000
    for (const name of ["message", "message_words", "conversation", "contact", "customer", "request"])
      await scene.query(`vacuum analyze ${name}`)

    const scans: Array<number> = []
    for (let n = 0; n < 3; n++) {
      const at = performance.now()
      await scene.query(
        "select distinct conversation_id from message where tenant_id = $1 and text ilike '%zanzi%'",
        [tenant.tenantId]
      )
      scans.push(performance.now() - at)
    }
    const scan = percentile(scans, 0.5)
    const figures: Array<Figure> = [
      {
        what: `search: filling ${(1_200_000 / scale).toLocaleString("en")} messages with their words`,
        value: `${filled.toFixed(0)} s`
      },
      {
        what: "search: peer, the texts read one after the other with ilike, p50",
        value: `${scan.toFixed(0)} ms`
      }
    ]
    for (const [what, query] of asked(tenant)) {
      const times: Array<number> = []
      let found = 0
      for (let n = 0; n < (isShort ? 10 : 40); n++) {
        const at = performance.now()
        const page = await scene.runtime.runPromise(
          Effect.flatMap(Desk, (desk) =>
            desk.conversations(tenant.tenantId, {
              before: null,
              limit: 50,
              filter: "all",
              search: null,
              ...query
            })
          )
        )
        found = page.items.length
        times.push(performance.now() - at)
      }
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
      figures.push({
        what: `search: ${what} (${found} shown), p50 / p95`,
        value: `${p50.toFixed(0)} / ${p95.toFixed(0)} ms, peer takes ${(scan / p50).toFixed(1)} times as long`,
        aim: "≤ 200 ms"
      })
    }
    return figures
  } finally {
    await scene.close()
  }
}
