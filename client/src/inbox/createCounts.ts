import { createSignal, onCleanup, untrack, type Accessor } from "solid-js"
import { listConversations, type ConversationPage } from "../api/Gateway.ts"
import type { Conversation } from "../api/Views.ts"

const askAgainMillis = 400

/**
 * How many conversations there are and how many are unread. A change of a known conversation moves the counts by
 * itself; one that was never seen, or that came while the gateway was counting, has them counted again.
 */
export const createCounts = (search: Accessor<string>) => {
  const [counts, setCounts] = createSignal<ConversationPage["counts"] | null>(null)
  const known = new Map<string, { readonly version: number; readonly isUnread: boolean }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let changes = 0
  let changesAtAsk = 0
  let abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })

  const remember = (row: Conversation) =>
    known.set(row.id, { version: row.version, isUnread: row.unread > 0 })

  const ask = () => {
    timer = undefined
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    changesAtAsk = changes
    listConversations({ before: null, limit: 1, filter: "all", search: untrack(search) }, signal)
      .then((page) => {
        if (signal.aborted) return
        setCounts(page.counts)
        if (changes !== changesAtAsk) askSoon()
      })
      .catch(() => {})
  }
  const askSoon = () => {
    timer ??= setTimeout(ask, askAgainMillis)
  }

  const apply = (rows: ReadonlyArray<Conversation>) => {
    changes += 1
    for (const row of rows) {
      const before = known.get(row.id)
      if (before === undefined || untrack(search) !== "") askSoon()
      else if (row.version > before.version && before.isUnread !== row.unread > 0) {
        const by = before.isUnread ? -1 : 1
        setCounts((now) => (now === null ? now : { ...now, unread: Math.max(0, now.unread + by) }))
      }
      if (before === undefined || row.version > before.version) remember(row)
    }
  }

  /** Takes the counts of a page; `known` learns its rows. */
  const take = (page: ConversationPage) => {
    for (const row of page.items) {
      const before = known.get(row.id)
      if (before === undefined || row.version > before.version) remember(row)
      // The page is older than what came live: its counts may be, too.
      else if (row.version < before.version) askSoon()
    }
    setCounts(page.counts)
  }

  return { counts, apply, take }
}
