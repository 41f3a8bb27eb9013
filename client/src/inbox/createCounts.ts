import { createSignal, onCleanup, untrack, type Accessor } from "solid-js"
import { listConversations, type ConversationPage } from "../api/Gateway.ts"
import type { Conversation } from "../api/Views.ts"

const askAgainMillis = 400
/**
 * A change may be counted already in what the gateway has told, and arrive later: after the last change all is counted
 * once more, and now and then while they go on.
 */
const surePause = 1_000
const sureAtLatest = 5_000
/** Conversations whose state is remembered. */
const mostKnown = 5_000

/**
 * How many conversations there are and how many are unread. A change of a known conversation moves the counts by
 * itself; one that was never seen has them counted again, and after every change they are made sure of.
 */
export const createCounts = (search: Accessor<string>) => {
  const [counts, setCounts] = createSignal<ConversationPage["counts"] | null>(null)
  const known = new Map<string, { readonly version: number; readonly isUnread: boolean }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let sureTimer: ReturnType<typeof setTimeout> | undefined
  let sureBy = 0
  let abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    clearTimeout(sureTimer)
    abort.abort()
  })

  const remember = (row: Conversation) => {
    known.set(row.id, { version: row.version, isUnread: row.unread > 0 })
    // Who is forgotten is counted again when he writes.
    if (known.size > mostKnown) known.delete(known.keys().next().value!)
  }

  const ask = () => {
    clearTimeout(timer)
    clearTimeout(sureTimer)
    timer = sureTimer = undefined
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    listConversations({ before: null, limit: 1, filter: "all", search: untrack(search) }, signal)
      .then((page) => {
        if (signal.aborted) return
        setCounts(page.counts)
      })
      .catch(() => {})
  }
  const makeSure = () => {
    const now = Date.now()
    if (sureTimer === undefined) sureBy = now + sureAtLatest
    clearTimeout(sureTimer)
    sureTimer = setTimeout(ask, Math.max(0, Math.min(surePause, sureBy - now)))
  }
  const askSoon = () => {
    timer ??= setTimeout(ask, askAgainMillis)
  }

  const apply = (rows: ReadonlyArray<Conversation>) => {
    for (const row of rows) {
      const before = known.get(row.id)
      if (before === undefined || untrack(search) !== "") askSoon()
      else if (row.version > before.version && before.isUnread !== row.unread > 0) {
        const by = before.isUnread ? -1 : 1
        setCounts((now) => (now === null ? now : { ...now, unread: Math.max(0, now.unread + by) }))
        makeSure()
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
