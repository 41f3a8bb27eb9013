import { useSearchParams } from "@solidjs/router"
import { batch, createSignal, onCleanup, onMount } from "solid-js"
import { listCustomers } from "../api/CustomerGateway.ts"
import { dryRun, type DryAnswer, type DryMessage } from "../api/Rules.ts"
import { useSession } from "../app/SessionContext.ts"
import { setMark } from "../start/startMemory.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Who writes; null = somebody who is not registered. */
export type Writer = { readonly id: string; readonly username: string } | null

/** What was tried, with what it came to. */
export interface Tried {
  readonly message: DryMessage
  readonly writer: Writer
  readonly answer: DryAnswer
}

/** A message that nobody sent. The address may bring it along: `text`, `user` (a panel username), `channel`, `chat`. */
export const createDryRun = () => {
  const { login } = useSession()
  const [query] = useSearchParams<{ text?: string; user?: string; channel?: string; chat?: string }>()
  const [text, setText] = createSignal(query.text ?? "")
  const [writer, setWriter] = createSignal<Writer>(null)
  const [channelKind, setChannelKind] = createSignal<DryMessage["channelKind"]>(
    query.channel === "telegram" ? "telegram" : "whatsapp"
  )
  const [chatKind, setChatKind] = createSignal<DryMessage["chatKind"]>(
    query.chat === "group" ? "group" : "direct"
  )
  const [tried, setTried] = createSignal<Tried | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const message = (): DryMessage => ({
    text: text(),
    customerId: writer()?.id ?? null,
    channelKind: channelKind(),
    chatKind: chatKind()
  })
  const work = async (signal: AbortSignal, prepare: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await prepare()
      if (signal.aborted) return
      const asked = { message: message(), writer: writer() }
      const answer = await dryRun(asked.message, signal)
      if (signal.aborted) return
      setMark("tried", login().tenantId, true)
      batch(() => {
        setTried({ ...asked, answer })
        setTrouble(null)
      })
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    } finally {
      if (!signal.aborted) setBusy(false)
    }
  }
  const run = (prepare: () => Promise<unknown> = () => Promise.resolve()) => {
    abort.abort()
    abort = new AbortController()
    void work(abort.signal, prepare)
  }
  /** The customer that the address names, where there is one of exactly this name. */
  const findWriter = async (username: string) => {
    const page = await listCustomers({ before: null, limit: 50, status: "", search: username })
    const found = page.items.find((customer) => customer.username === username)
    if (found !== undefined) setWriter({ id: found.id, username: found.username })
  }
  onMount(() => {
    const { user } = query
    if (text().trim() !== "") run(user === undefined ? undefined : () => findWriter(user))
  })

  /** Whether what is shown is of another message than what is written. */
  const isStale = () => {
    const last = tried()
    return last !== null && JSON.stringify(last.message) !== JSON.stringify(message())
  }
  return {
    text,
    setText,
    writer,
    setWriter,
    channelKind,
    setChannelKind,
    chatKind,
    setChatKind,
    tried,
    isStale,
    trouble,
    isBusy,
    run: () => run()
  }
}
