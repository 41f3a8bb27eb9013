import { batch, createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import {
  addContact,
  type AuditEntry,
  type Customer,
  editCustomer,
  getCustomer,
  listAudit,
  type NewAddress,
  removeContact,
  removeCustomer,
  setCustomerStatus
} from "../api/CustomerGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createAct } from "../ui/createAct.ts"
import { changeBody, changesOf, type CustomerDraft, draftOf } from "./CustomerDraft.ts"

/** The last changes of a customer that are shown. */
const shownEntries = 30

interface CustomerOptions {
  readonly id: Accessor<string>
  readonly onChanged: (customer: Customer) => void
}

/** One customer with what is typed about him, his history, and what can be done with him. */
export const createCustomer = (options: CustomerOptions) => {
  const [customer, setCustomer] = createSignal<Customer | null>(null)
  const [draft, setDraft] = createSignal<CustomerDraft | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [history, setHistory] = createSignal<ReadonlyArray<AuditEntry> | null>(null)
  /** The customer as somebody else left him, when a save met that. */
  const [theirs, setTheirs] = createSignal<Customer | null>(null)
  const saving = createAct()
  const numbers = createAct()
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const changes = () => changesOf(customer(), draft())
  /** Shows a customer; what is typed and not saved stays. */
  const show = (next: Customer) => {
    const typed = changes()
    batch(() => {
      setCustomer(next)
      setDraft({ ...draftOf(next), ...typed })
      setTheirs(null)
    })
    listAudit({ before: null, limit: 200, action: "customer", search: next.username }, abort.signal)
      .then(({ items }) =>
        setHistory(items.filter(({ subjectId }) => subjectId === next.id).slice(0, shownEntries))
      )
      .catch(() => setHistory([]))
  }
  const changed = (next: Customer) => {
    show(next)
    options.onChanged(next)
  }

  const load = () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    batch(() => {
      setCustomer(null)
      setDraft(null)
      setHistory(null)
      setTrouble(null)
    })
    getCustomer(options.id(), signal)
      .then(show)
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  createEffect(on(options.id, load))

  const save = async () => {
    const before = customer()
    const typed = draft()
    if (before === null || typed === null) return false
    const { id, version } = before
    const isSaved = await saving.run(async () => {
      const next = await editCustomer(id, changeBody(before, typed))
      setDraft(draftOf(next))
      setCustomer(next)
      changed(next)
    })
    if (saving.trouble()?.status === 409) {
      const now = await getCustomer(id).catch(() => null)
      if (now !== null && now.version !== version) setTheirs(now)
    }
    return isSaved
  }

  return {
    customer,
    draft,
    trouble,
    history,
    theirs,
    saving,
    numbers,
    reload: load,
    isDirty: () => Object.keys(changes()).length > 0,
    type: (values: Partial<CustomerDraft>) => setDraft((now) => (now === null ? now : { ...now, ...values })),
    discard: () => {
      const now = customer()
      if (now !== null) setDraft(draftOf(now))
      saving.forget()
    },
    save,
    showTheirs: () => {
      const now = theirs()
      saving.forget()
      if (now !== null) changed(now)
    },
    setActive: (isActive: boolean) =>
      saving.run(async () => {
        await setCustomerStatus(options.id(), isActive ? "active" : "disabled")
        changed(await getCustomer(options.id()))
      }, "status"),
    addNumber: (address: NewAddress) =>
      numbers.run(async () => changed(await addContact(options.id(), address)), "add"),
    removeNumber: (contactId: string) =>
      numbers.run(async () => {
        await removeContact(options.id(), contactId)
        changed(await getCustomer(options.id()))
      }, contactId),
    remove: () => saving.run(() => removeCustomer(options.id()), "remove")
  }
}

export type CustomerDetail = ReturnType<typeof createCustomer>
