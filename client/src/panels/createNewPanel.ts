import { batch, createSignal, onCleanup } from "solid-js"
import { testPanel, type NewPanel, type PanelKind, type PanelTest } from "../api/PanelGateway.ts"
import { createAct } from "../ui/createAct.ts"
import { descriptionOf, emptyDescription, type DescriptionDraft } from "./DescriptionDraft.ts"

/** What is asked first: where the panel is, and the keys to it. */
interface Access {
  readonly url: string
  readonly key: string
  readonly userKey: string
}

/** "https://shop.example/admin" → "shop": a name to begin with. */
const firstName = (address: string): string =>
  /^(?:https?:\/\/)?(?:www\.)?([\w-]+)/i.exec(address.trim())?.[1] ?? ""

/** A panel that is being added: its address and keys, what a look at it found, and what it is called. */
export const createNewPanel = () => {
  const [access, setAccess] = createSignal<Access>({ url: "", key: "", userKey: "" })
  const [found, setFound] = createSignal<PanelTest | null>(null)
  const [kind, setKind] = createSignal<PanelKind | null>(null)
  const [name, setName] = createSignal("")
  const [rate, setRate] = createSignal("")
  const [description, setDescription] = createSignal<DescriptionDraft>(emptyDescription)
  const detecting = createAct()
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const take = (wanted: PanelKind | null) =>
    batch(() => {
      setKind(wanted)
      if (wanted !== null && name() === "") setName(firstName(access().url))
    })
  const given = () => {
    const { key, url, userKey } = access()
    const user = userKey.trim()
    return { url: url.trim(), key: key.trim(), ...(user === "" ? {} : { userKey: user }) }
  }

  return {
    access,
    found,
    kind,
    name,
    rate,
    description,
    detecting,
    setName,
    setRate,
    pickKind: take,
    describe: (values: Partial<DescriptionDraft>) => setDescription((now) => ({ ...now, ...values })),
    /** Another address or key makes what was found stale. */
    type: (values: Partial<Access>) =>
      batch(() => {
        abort.abort()
        setAccess((now) => ({ ...now, ...values }))
        setFound(null)
        if (kind() !== "generic") setKind(null)
      }),
    isReady: () => access().url.trim() !== "" && access().key.trim() !== "",
    detect: () =>
      detecting.run(async () => {
        abort = new AbortController()
        const { signal } = abort
        setFound(null)
        const test = await testPanel(given(), signal).catch((error: unknown) => {
          if (signal.aborted) return null
          throw error
        })
        if (test === null || signal.aborted) return
        batch(() => {
          setFound(test)
          take(test.kind)
        })
      }),
    /** What is sent, once a kind is known. */
    body: (): NewPanel | null => {
      const known = kind()
      if (known === null) return null
      const perSecond = rate().trim()
      return {
        ...given(),
        url: found()?.baseUrl ?? given().url,
        name: name().trim(),
        kind: known,
        ...(perSecond === "" ? {} : { requestsPerSecond: Number(perSecond) }),
        ...(known === "generic" ? { settings: { description: descriptionOf(description()) } } : {})
      }
    }
  }
}

export type NewPanelForm = ReturnType<typeof createNewPanel>
