import { useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import {
  auditFile,
  listAuditLines,
  verifyAudit,
  type AuditFilter,
  type AuditLine,
  type AuditPage,
  type AuditProof
} from "../api/AuditGateway.ts"
import { useSession } from "../app/SessionContext.ts"
import { createRows } from "../live/createRows.ts"
import { dayEnd, dayStart } from "../time/zoneDay.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 100

/** What is written stays as it is. */
export type AuditRow = AuditLine & { readonly version: 1 }
type Page = Omit<AuditPage, "items"> & { readonly items: ReadonlyArray<AuditRow> }
type Head = Record<"kind" | "who" | "from" | "to" | "search", string>

/** Who changed what: what narrows it in the address; the whole log can be proved. */
export const createAudit = () => {
  const session = useSession()
  const [query, setQuery] = useSearchParams<Partial<Head>>()
  const [actors, setActors] = createSignal<ReadonlyArray<string>>([])
  const [proof, setProof] = createSignal<AuditProof | null>(null)
  const act = createAct()
  const head = (): Head => ({
    kind: query.kind ?? "",
    who: query.who ?? "",
    from: query.from ?? "",
    to: query.to ?? "",
    search: query.search ?? ""
  })
  /** As the gateway takes it: days are the workspace's. */
  const values = (): AuditFilter => {
    const { from, kind, search, to, who } = head()
    const zone = session.timeZone()
    return { action: kind, actor: who, search, from: dayStart(from, zone), to: dayEnd(to, zone) }
  }
  const rows = createRows<AuditRow, Page>({
    key: () => JSON.stringify(head()),
    load: async (before, signal) => {
      const page = await listAuditLines({ before, limit: pageSize, ...values() }, signal)
      setActors((known) => [...new Set([...known, ...page.items.map(({ actor }) => actor)])].toSorted())
      return { ...page, items: page.items.map((line) => ({ ...line, version: 1 as const })) }
    },
    compare: (a, b) => (a.id < b.id ? 1 : -1),
    isBeyond: (row, last) => row.id < last.id,
    belongs: () => true
  })
  return {
    rows,
    head,
    /** Who was seen in what was loaded. */
    actors,
    act,
    proof,
    file: () => auditFile(values()),
    isNarrowed: () => Object.values(head()).some((value) => value !== ""),
    setHead: (wanted: Partial<Head>) =>
      setQuery(
        Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, value === "" ? null : value])),
        { replace: true }
      ),
    verify: () =>
      void act.run(async () => {
        setProof(null)
        setProof(await verifyAudit())
      })
  }
}

export type Audit = ReturnType<typeof createAudit>
