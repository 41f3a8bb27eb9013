import { batch, createSignal } from "solid-js"
import { changeOwnWords, getOwnWords, type CustomCommand } from "../api/Rules.ts"
import { asTrouble, type Remark, type Trouble } from "../api/Trouble.ts"
import { createLoaded } from "../live/createLoaded.ts"

export type Aliases = Readonly<Record<string, string>>

/** How a change ended: what is wrong with single words, or with the whole. */
export interface Refusal {
  readonly remarks: ReadonlyArray<Remark>
  readonly trouble: Trouble
}

export const conflictText =
  "Somebody else changed the rules at the same moment, so your last change was not saved. You see how the words stand now."

/** The tenant's own words: aliases and commands of his own, stored at once, each change with a way back. */
export const createOwnWords = () => {
  const { value: words, trouble, reload, set: setWords } = createLoaded(getOwnWords)
  const [notice, setNotice] = createSignal<string | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const [saved, setSaved] = createSignal<{ readonly text: string; readonly undo: () => void } | null>(null)

  const aliases = (): Aliases => words()?.aliases ?? {}
  const commands = (): ReadonlyArray<CustomCommand> => words()?.customCommands ?? []

  /** Stores both lists; resolves to null when it went well or somebody was quicker, else to what is wrong. */
  const store = async (
    next: Aliases,
    custom: ReadonlyArray<CustomCommand>,
    text: string
  ): Promise<Refusal | null> => {
    const seen = words()
    if (seen === null || isBusy()) return null
    const before = [aliases(), commands()] as const
    batch(() => {
      setBusy(true)
      setNotice(null)
      setSaved(null)
    })
    try {
      const stored = await changeOwnWords({ version: seen.version, aliases: next, customCommands: custom })
      batch(() => {
        setWords(stored)
        setSaved({ text, undo: () => void store(before[0], before[1], "Taken back.") })
      })
      return null
    } catch (error) {
      const found = asTrouble(error)
      if (found.status !== 409) return { remarks: found.remarks ?? [], trouble: found }
      await reload()
      setNotice(conflictText)
      return null
    } finally {
      setBusy(false)
    }
  }

  const without = (word: string): Aliases =>
    Object.fromEntries(Object.entries(aliases()).filter(([known]) => known !== word))
  return {
    words,
    trouble,
    reload,
    aliases,
    commands,
    isBusy,
    notice,
    closeNotice: () => setNotice(null),
    saved,
    closeSaved: () => setSaved(null),
    /** What is wrong with what is stored, and what should be known of it. */
    remarks: (field: "aliases" | "customCommands", items: ReadonlyArray<string>) => ({
      problems: (words()?.problems ?? []).filter(
        (remark) => remark.field === field && items.includes(remark.item ?? "")
      ),
      warnings: (words()?.warnings ?? []).filter(
        (remark) => remark.field === field && items.includes(remark.item ?? "")
      )
    }),
    setAlias: (word: string, target: string) =>
      store({ ...aliases(), [word]: target }, commands(), `“${word}” means ${target}.`),
    removeAlias: (word: string) => store(without(word), commands(), `“${word}” is gone.`),
    /** At `index`, or as a new one at the end. */
    setCommand: (index: number | null, command: CustomCommand) =>
      store(
        aliases(),
        index === null ? [...commands(), command] : commands().with(index, command),
        `${command.name} is stored.`
      ),
    removeCommand: (index: number) =>
      store(
        aliases(),
        commands().filter((_, at) => at !== index),
        `${commands()[index]?.name ?? "The command"} is gone.`
      )
  }
}

export type Words = ReturnType<typeof createOwnWords>
