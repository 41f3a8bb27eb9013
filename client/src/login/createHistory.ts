import { createSignal } from "solid-js"
import { type Attempt, listAttempts } from "../api/AccountGateway.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 20

/** Tries to log in, newest first, page after page: one's own, or of the whole workspace. */
export const createHistory = () => {
  const act = createAct()
  const [of, setOf] = createSignal<"own" | "workspace">("own")
  const [items, setItems] = createSignal<ReadonlyArray<Attempt>>([])
  const [next, setNext] = createSignal<string | null>(null)
  const [isLoaded, setLoaded] = createSignal(false)
  let round = 0

  const load = (before: string | null) => {
    const mine = round
    return act.run(async () => {
      const page = await listAttempts({ of: of(), before, limit: pageSize })
      if (mine !== round) return
      setItems((now) => (before === null ? page.items : [...now, ...page.items]))
      setNext(page.next)
      setLoaded(true)
    }, `${mine} ${before}`)
  }
  const start = () => {
    round += 1
    void load(null)
  }
  start()
  return {
    of,
    items,
    isLoaded,
    hasMore: () => next() !== null,
    trouble: act.trouble,
    isBusy: () => act.isBusy(`${round} ${next()}`),
    reload: start,
    more: () => void load(next()),
    show: (whose: "own" | "workspace") => {
      setOf(whose)
      setLoaded(false)
      setItems([])
      start()
    }
  }
}
