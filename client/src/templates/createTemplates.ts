import { useSearchParams } from "@solidjs/router"
import { createMemo, createSignal } from "solid-js"
import { listTemplates, resetTemplate, setTemplate, type TemplateText } from "../api/Rules.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"
import { keyWords } from "./templateWords.ts"

/** Every text in one language; what is open is in the address, what is typed and not stored is kept while the page is. */
export const createTemplates = () => {
  const [query, setQuery] = useSearchParams<{
    language?: string
    key?: string
    search?: string
    own?: string
  }>()
  const {
    value: list,
    trouble,
    reload
  } = createLoaded(
    (signal) => listTemplates(query.language ?? "", signal),
    () => query.language
  )
  const [drafts, setDrafts] = createSignal<ReadonlyMap<string, string>>(new Map())
  const [savedKey, setSavedKey] = createSignal<string | null>(null)
  const [done, setDone] = createSignal<{ readonly text: string; readonly undo: () => void } | null>(null)
  const act = createAct()

  const language = () => query.language ?? list()?.language ?? ""
  /** Languages with texts, and the one that is being begun. */
  const languages = () => [
    ...new Set([...(list()?.languages ?? []), ...(language() === "" ? [] : [language()])])
  ]
  const byKey = createMemo(
    () =>
      new Map(
        (list()?.groups ?? []).flatMap(({ templates }) =>
          templates.flatMap((shelf) =>
            [shelf as TemplateText, ...shelf.variants].map((text) => [text.key, { text, shelf }] as const)
          )
        )
      )
  )

  const search = () => (query.search ?? "").toLowerCase()
  const isOwnOnly = () => query.own !== undefined
  const isOwn = (text: TemplateText) => text.own !== null
  const fits = (text: TemplateText) =>
    `${keyWords(text.key)} ${text.key} ${text.text}`.toLowerCase().includes(search())
  const groups = createMemo(() =>
    (list()?.groups ?? [])
      .map(({ name, templates }) => ({
        name,
        templates: templates.filter((shelf) =>
          [shelf as TemplateText, ...shelf.variants].some(
            (text) => fits(text) && (!isOwnOnly() || isOwn(text))
          )
        )
      }))
      .filter(({ templates }) => templates.length > 0)
  )

  const place = (key: string) => `${language()} ${key}`
  const draftOf = (text: TemplateText) => drafts().get(place(text.key)) ?? text.text
  const setDraft = (key: string, text: string | null) => {
    const others = new Map([...drafts()].filter(([known]) => known !== place(key)))
    setDrafts(text === null ? others : others.set(place(key), text))
    if (text !== null) setSavedKey(null)
  }
  const store = async (key: string, work: () => Promise<unknown>) => {
    const isStored = await act.run(work)
    if (!isStored) return false
    setDraft(key, null)
    setSavedKey(key)
    await reload()
    return true
  }
  /** What the owner wrote is gone with a reset: it can be had back. */
  const reset = async ({ key, own }: TemplateText) => {
    const at = language()
    if (!(await store(key, () => resetTemplate(key, at))) || own === null) return
    setDone({
      text: "The usual text is said again.",
      undo: () => void store(key, () => setTemplate(key, at, own))
    })
  }

  return {
    list,
    trouble,
    reload,
    groups,
    language,
    languages,
    /** The tenant's own language comes first. */
    isMainLanguage: () => language() === list()?.languages[0],
    setLanguage: (value: string) => {
      const isMain = value === list()?.languages[0]
      setQuery({ language: isMain ? null : value })
    },
    search: () => query.search ?? "",
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    isOwnOnly,
    setOwnOnly: (isOn: boolean) => setQuery({ own: isOn ? "yes" : null }, { replace: true }),
    ownCount: () => [...byKey().values()].filter(({ text }) => isOwn(text)).length,
    opened: () => (query.key === undefined ? undefined : byKey().get(query.key)),
    open: (key: string | null) => {
      act.forget()
      setSavedKey(null)
      setQuery({ key })
    },
    find: (key: string) => byKey().get(key)?.text,
    draftOf,
    isDraft: (key: string) => drafts().has(place(key)),
    setDraft,
    act,
    savedKey,
    save: (text: TemplateText) => store(text.key, () => setTemplate(text.key, language(), draftOf(text))),
    reset,
    done,
    forgetDone: () => setDone(null)
  }
}

export type Templates = ReturnType<typeof createTemplates>
