import { createMemo, createSignal, type Accessor } from "solid-js"
import {
  type CannedReply,
  listCannedReplies,
  removeCannedReply,
  saveCannedReply
} from "../api/ChatGateway.ts"
import { createAct } from "../ui/createAct.ts"

const mostShown = 8

/** Canned replies that fit what is typed after a slash; loaded when the first slash is typed. */
export const createCanned = (draft: Accessor<string>) => {
  const [all, setAll] = createSignal<ReadonlyArray<CannedReply> | null>(null)
  const [at, setAt] = createSignal(0)
  const act = createAct()
  /** The reply that was removed last; its text is still here. */
  const [removed, setRemoved] = createSignal<CannedReply | null>(null)
  const typed = createMemo(() => /^\/([\p{L}\p{N}_-]*)$/u.exec(draft())?.[1]?.toLowerCase() ?? null)
  const load = () => {
    if (all() === null) void act.run(async () => setAll(await listCannedReplies()), "load")
  }
  const found = createMemo(() => {
    const wanted = typed()
    if (wanted === null) return []
    load()
    return (all() ?? [])
      .filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted))
      .toSorted(
        (a, b) =>
          Number(b.name.toLowerCase().startsWith(wanted)) - Number(a.name.toLowerCase().startsWith(wanted))
      )
      .slice(0, mostShown)
  })
  const save = (name: string, text: string) =>
    act.run(async () => {
      const saved = await saveCannedReply({ name, text })
      setAll((now) => [
        ...(now ?? []).filter(({ id, name }) => id !== saved.id && name !== saved.name),
        saved
      ])
      if (saved.name === removed()?.name) setRemoved(null)
    }, "save")
  return {
    act,
    load,
    all: () => (all() ?? []).toSorted((a, b) => a.name.localeCompare(b.name)),
    isOpen: () => typed() !== null,
    isLoaded: () => all() !== null,
    found,
    at: () => Math.min(at(), Math.max(0, found().length - 1)),
    step: (by: number) =>
      setAt((now) => (found().length === 0 ? 0 : (now + by + found().length) % found().length)),
    removed,
    save,
    restore: () => {
      const reply = removed()
      if (reply !== null) void save(reply.name, reply.text)
    },
    remove: (reply: CannedReply) =>
      act.run(async () => {
        await removeCannedReply(reply.id)
        setAll((now) => (now ?? []).filter(({ id }) => id !== reply.id))
        setRemoved(reply)
      }, "remove")
  }
}

export type Canned = ReturnType<typeof createCanned>
