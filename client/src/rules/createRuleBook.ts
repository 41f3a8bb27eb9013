import { batch, createMemo, createSignal } from "solid-js"
import { changeRules, getRules, type RuleEntry } from "../api/Rules.ts"
import { asTrouble, type Remark, type Trouble } from "../api/Trouble.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { changedKeys, isSame, riskOf, valueWords } from "./ruleTree.ts"

/** Something risky that was asked for and waits for a second word (RU-02). */
export interface Question {
  readonly entry: RuleEntry
  readonly value: unknown
  readonly risk: string
  readonly answer: (isYes: boolean) => void
}

/** The last change that was stored, and the way back. */
export interface Saved {
  readonly text: string
  readonly undo: () => void
}

export const conflictText =
  "Somebody else changed the rules at the same moment, so your last change was not saved. You see how they stand now."

/** The rule book: every change is shown at once, stored one after the other, and taken back when it is refused. */
export const createRuleBook = () => {
  const { value: book, trouble, reload, set: setBook } = createLoaded(getRules)
  /** Values on their way to the gateway, by rule. */
  const [pending, setPending] = createSignal<ReadonlyMap<string, unknown>>(new Map())
  const [refusals, setRefusals] = createSignal<ReadonlyMap<string, ReadonlyArray<Remark>>>(new Map())
  const [notice, setNotice] = createSignal<string | null>(null)
  const [question, setQuestion] = createSignal<Question | null>(null)
  const [saved, setSaved] = createSignal<Saved | null>(null)
  let queue: Promise<unknown> = Promise.resolve()

  const stored = (key: string): unknown => Reflect.get(book()?.rules ?? {}, key)
  const valueOf = (key: string): unknown => (pending().has(key) ? pending().get(key) : stored(key))
  const without = <V>(map: ReadonlyMap<string, V>, key: string) =>
    new Map([...map].filter(([known]) => known !== key))
  const forget = (key: string) => setRefusals((now) => without(now, key))

  const send = async (entry: RuleEntry, value: unknown, isConfirmed: boolean): Promise<boolean> => {
    const seen = book()
    if (seen === null) return false
    const before = stored(entry.key)
    const settle = () => {
      // A later change of the same rule may already wait.
      if (pending().get(entry.key) === value) setPending((now) => without(now, entry.key))
    }
    try {
      const { rules, version, warnings } = await changeRules({
        version: seen.version,
        set: { [entry.key]: value },
        confirmed: isConfirmed ? [entry.key] : []
      })
      batch(() => {
        setBook({ ...(book() ?? seen), rules, version, warnings })
        settle()
        setSaved({
          text: `${entry.label}: ${valueWords(entry, value)}`,
          undo: () => void save(entry, before)
        })
      })
      return true
    } catch (error) {
      const found = asTrouble(error)
      if (found.status === 409) await reload()
      batch(() => {
        settle()
        setSaved(null)
        if (found.status === 409 && book()?.version !== seen.version) setNotice(conflictText)
        else setRefusals((now) => new Map(now).set(entry.key, remarksOf(entry.key, found)))
      })
      return false
    }
  }

  /** Resolves to whether it was stored; the reason why not is in `refusals` or `notice`. */
  const save = async (entry: RuleEntry, value: unknown): Promise<boolean> => {
    forget(entry.key)
    if (isSame(value, valueOf(entry.key))) return true
    const risk = riskOf(entry, value)
    if (risk !== null) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      setQuestion({ entry, value, risk, answer: resolve })
      const isYes = await promise
      setQuestion(null)
      if (!isYes) return false
    }
    batch(() => {
      setNotice(null)
      setSaved(null)
      setPending((now) => new Map(now).set(entry.key, value))
    })
    const sent = queue.then(() => send(entry, value, risk !== null))
    queue = sent
    return sent
  }

  return {
    book,
    trouble,
    reload,
    valueOf,
    isPending: (key: string) => pending().has(key),
    changed: createMemo(() => {
      const now = book()
      return now === null ? new Set<string>() : changedKeys(now)
    }),
    refusals: (key: string) => refusals().get(key) ?? [],
    warnings: (key: string) => (book()?.warnings ?? []).filter(({ field }) => field === key),
    forget,
    notice,
    closeNotice: () => setNotice(null),
    question,
    saved,
    closeSaved: () => setSaved(null),
    save,
    reset: (entry: RuleEntry) => save(entry, Reflect.get(book()?.defaults ?? {}, entry.key))
  }
}

export type Rules = ReturnType<typeof createRuleBook>

/** What the gateway said of this rule; of anything else its sentence with what to do. */
const remarksOf = (key: string, { remarks = [], message, advice }: Trouble): ReadonlyArray<Remark> => {
  const own = remarks.filter(({ field }) => field === key)
  return own.length > 0
    ? own
    : [{ field: key, item: null, text: remarks.length > 0 ? message : `${message} ${advice}` }]
}
