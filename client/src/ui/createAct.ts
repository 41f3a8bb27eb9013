import { createSignal, type Accessor } from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

export interface Act {
  /** What is being worked on. */
  readonly isBusy: (what?: string) => boolean
  readonly trouble: Accessor<Trouble | null>
  readonly forget: () => void
  /** Resolves to whether it went well; what went wrong is in `trouble`. */
  readonly run: (work: () => Promise<unknown>, what?: string) => Promise<boolean>
}

/** Presses that ask the gateway for something: which are under way, and what the last one ended with. */
export const createAct = (): Act => {
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set())
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  return {
    isBusy: (what = "") => busy().has(what),
    trouble,
    forget: () => setTrouble(null),
    run: async (work, what = "") => {
      if (busy().has(what)) return false
      setBusy((now) => new Set(now).add(what))
      setTrouble(null)
      try {
        await work()
        return true
      } catch (error) {
        setTrouble(asTrouble(error))
        return false
      } finally {
        setBusy((now) => new Set([...now].filter((key) => key !== what)))
      }
    }
  }
}
