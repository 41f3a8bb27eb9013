import { createSignal } from "solid-js"
import {
  getOwnApi,
  removeOwnApi,
  saveOwnApi,
  testOwnApi,
  type OwnApi,
  type OwnApiTest,
  type TicketDescription
} from "../api/ProviderGateway.ts"
import {
  actionOf,
  authOf,
  emptyAction,
  emptyAuth,
  type ActionDraft,
  type AuthDraft
} from "../panels/ActionDraft.ts"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"

/** What is typed of a provider's API; nothing of it can be read back later. */
export interface OwnApiDraft {
  readonly baseUrl: string
  readonly key: string
  readonly isUsed: boolean
  readonly isTicketUsed: boolean
  readonly auth: AuthDraft
  readonly action: ActionDraft
  readonly error: string
}

const emptyDraft: OwnApiDraft = {
  baseUrl: "",
  key: "",
  isUsed: true,
  isTicketUsed: false,
  auth: emptyAuth,
  action: { ...emptyAction, method: "POST" },
  error: ""
}

const ticketOf = (draft: OwnApiDraft): TicketDescription => ({
  action: actionOf(draft.action),
  auth: authOf(draft.auth),
  ...(draft.error.trim() === "" ? {} : { error: draft.error.trim() })
})

/** A provider's own API: whether it is there, what is typed to replace it, and its test (PR-09, OR-11). */
export const createOwnApi = (id: string) => {
  const read = createRead((signal) => getOwnApi(id, signal))
  const [saved, setSaved] = createSignal<OwnApi | null>(null)
  const [draft, setDraft] = createSignal<OwnApiDraft | null>(null)
  const [test, setTest] = createSignal<OwnApiTest | null>(null)
  const act = createAct()
  return {
    act,
    draft,
    test,
    trouble: read.trouble,
    reload: read.reload,
    state: () => saved() ?? read.value(),
    begin: () => setDraft(emptyDraft),
    discard: () => {
      setDraft(null)
      act.forget()
    },
    type: (values: Partial<OwnApiDraft>) => setDraft((now) => (now === null ? null : { ...now, ...values })),
    save: () =>
      act.run(async () => {
        const typed = draft()
        if (typed === null) return
        const { baseUrl, isTicketUsed, isUsed, key } = typed
        const body = { baseUrl: baseUrl.trim(), key: key.trim(), isUsed, isTicketUsed }
        setSaved(await saveOwnApi(id, { ...body, ticket: isTicketUsed ? ticketOf(typed) : null }))
        setDraft(null)
        setTest(null)
      }),
    remove: () =>
      act.run(async () => {
        await removeOwnApi(id)
        setTest(null)
        setSaved(await getOwnApi(id))
      }, "remove"),
    runTest: () =>
      act.run(async () => {
        setTest(null)
        setTest(await testOwnApi(id))
      }, "test")
  }
}

export type OwnApiWork = ReturnType<typeof createOwnApi>
