import FileClock from "lucide-solid/icons/file-clock"
import SearchX from "lucide-solid/icons/search-x"
import ShieldCheck from "lucide-solid/icons/shield-check"
import { Match, Show, Switch } from "solid-js"
import { maySee } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { DayField } from "../ui/DayField.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { FilterBar } from "../ui/FilterBar.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { actorWord, auditKinds, proofWords } from "../words/auditWords.ts"
import { AuditList } from "./AuditList.tsx"
import { createAudit, type Audit } from "./createAudit.ts"

/** Who changed what, from what to what, and whether the log is as it was written (SE-06). */
const AuditView = () => {
  const audit = createAudit()
  const { login } = useSession()
  const { rows } = audit
  const showAll = () => audit.setHead({ kind: "", who: "", from: "", to: "", search: "" })
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Audit">
        <SearchField
          class="w-full md:ml-auto md:w-56"
          label="Who, what, reason"
          value={audit.head().search}
          onSearch={(search) => audit.setHead({ search })}
        />
        <ExportButton class="max-md:ml-auto" address={audit.file()} isEmpty={rows.items().length === 0} />
        <Show when={maySee(login(), ["owner"])}>
          <Button isBusy={audit.act.isBusy()} onClick={audit.verify}>
            <ShieldCheck class="size-4" aria-hidden="true" />
            {audit.act.isBusy() ? "Reading the log" : "Verify"}
          </Button>
        </Show>
      </PageHead>
      <Filters audit={audit} />
      <Show when={audit.proof()}>
        {(proof) => (
          <p
            role="status"
            class="flex shrink-0 items-start gap-2 border-b border-line px-3 py-2 md:px-4"
            classList={{ "bg-ok-soft": proof().broken === null, "bg-bad-soft": proof().broken !== null }}
          >
            <StatusShape tone={proof().broken === null ? "ok" : "bad"} class="mt-1" />
            <span class="min-w-0">
              {proofWords(proof())}
              <Show when={proof().hash !== ""}>
                <span class="block text-muted">
                  Keep this elsewhere to see later whether the end was cut off:{" "}
                  <code class="figures wrap-anywhere select-all">
                    {proof().last} {proof().hash}
                  </code>
                </span>
              </Show>
            </span>
          </p>
        )}
      </Show>
      <Show when={rows.trouble() ?? audit.act.trouble()}>
        {(trouble) => (
          <ErrorBox
            trouble={trouble()}
            onRetry={() => {
              audit.act.forget()
              rows.reload()
            }}
          />
        )}
      </Show>
      <Switch>
        <Match when={rows.state() === "loading"}>
          <SkeletonRows count={14} rowClass="h-14" />
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready" && audit.isNarrowed()}>
          <EmptyState icon={<SearchX />} text="Nothing fits this filter.">
            <Button onClick={showAll}>Show all</Button>
          </EmptyState>
        </Match>
        <Match when={rows.items().length === 0 && rows.state() === "ready"}>
          <EmptyState
            icon={<FileClock />}
            text="Nothing was changed yet."
            hint="Every change of settings, customers and logins is written down here, with who made it."
          />
        </Match>
        <Match when={rows.items().length > 0}>
          <AuditList rows={rows} />
        </Match>
      </Switch>
    </div>
  )
}

const Filters = (props: { readonly audit: Audit }) => {
  const head = () => props.audit.head()
  const people = () => [...new Set([...props.audit.actors(), ...(head().who === "" ? [] : [head().who])])]
  return (
    <FilterBar isNarrowed={Object.values(head()).some((value) => value !== "")}>
      <SelectField
        isBare
        label="Who"
        class="md:w-40"
        value={head().who}
        options={[
          { value: "", label: "Everybody" },
          ...people().map((actor) => ({ value: actor, label: actorWord(actor) }))
        ]}
        onPick={(who) => props.audit.setHead({ who })}
      />
      <SelectField
        isBare
        label="What kind"
        class="md:w-44"
        value={head().kind}
        options={[{ value: "", label: "Everything" }, ...auditKinds]}
        onPick={(kind) => props.audit.setHead({ kind })}
      />
      <DayField
        label="From"
        value={head().from}
        max={head().to}
        onPick={(from) => props.audit.setHead({ from })}
      />
      <DayField label="To" value={head().to} min={head().from} onPick={(to) => props.audit.setHead({ to })} />
    </FilterBar>
  )
}

export default AuditView
