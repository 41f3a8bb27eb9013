import { useSearchParams } from "@solidjs/router"
import Plus from "lucide-solid/icons/plus"
import SearchX from "lucide-solid/icons/search-x"
import UserCog from "lucide-solid/icons/user-cog"
import { createSignal, Match, Show, Switch } from "solid-js"
import type { Member, TeamPath } from "../api/AccessGateway.ts"
import { query as address } from "../api/request.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { CopyText } from "../ui/CopyText.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { AddMember } from "./AddMember.tsx"
import { createStaff } from "./createStaff.ts"
import { StaffTable } from "./StaffTable.tsx"
import { StaffTiles } from "./StaffTiles.tsx"

interface StaffPageProps {
  readonly team: TeamPath
  readonly title: string
  /** What staff are for, said while there are none. */
  readonly hint: string
}

/** A team's logins: who they are, what each may do. */
export const StaffPage = (props: StaffPageProps) => {
  // oxlint-disable-next-line solid/reactivity -- a page has one team for good
  const staff = createStaff(props.team)
  const [query, setQuery] = useSearchParams<{ search?: string }>()
  const search = () => query.search ?? ""
  const found = () =>
    staff.list.value()?.filter(({ username }) => username.toLowerCase().includes(search().toLowerCase()))
  const [isAdding, setAdding] = createSignal(false)
  const [removed, setRemoved] = createSignal<Member | null>(null)
  const remove = async (member: Member) => {
    if (await staff.remove(member)) setRemoved(null)
  }
  const open = () => {
    staff.act.forget()
    setAdding(true)
  }
  return (
    <div class="flex h-full flex-col">
      <PageHead title={props.title}>
        <SearchField
          class="w-full md:ml-auto md:w-56"
          label="Username"
          value={search()}
          onSearch={(text) => setQuery({ search: text === "" ? null : text }, { replace: true })}
        />
        <Show when={props.team === "/api/staff"}>
          <ExportButton
            class="max-md:ml-auto"
            address={`/api/staff.csv${address({ search: search() })}`}
            isEmpty={(found()?.length ?? 0) === 0}
          />
        </Show>
        <Button look="solid" onClick={open}>
          <Plus class="size-4" aria-hidden="true" />
          Add staff
        </Button>
      </PageHead>
      <Show when={!isAdding() && removed() === null ? (staff.list.trouble() ?? staff.act.trouble()) : null}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={staff.list.reload} />}
      </Show>
      <div class="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <Switch>
          <Match when={staff.list.value() === null && staff.list.trouble() === null}>
            <SkeletonRows count={4} rowClass="h-9" />
          </Match>
          <Match when={staff.list.value()?.length === 0}>
            <EmptyState icon={<UserCog />} text="No staff yet." hint={props.hint}>
              <Button look="solid" onClick={open}>
                Add the first
              </Button>
            </EmptyState>
          </Match>
          <Match when={found()?.length === 0}>
            <EmptyState icon={<SearchX />} text="Nobody fits this search.">
              <Button onClick={() => setQuery({ search: null })}>Show all</Button>
            </EmptyState>
          </Match>
          <Match when={found()}>
            {(members) => (
              <>
                <StaffTable staff={staff} members={members()} onRemove={setRemoved} />
                <StaffTiles staff={staff} members={members()} onRemove={setRemoved} />
                <p class="px-3 py-2 text-muted md:px-4">
                  A switch counts at once, also for who is logged in. Every change is in the audit log.
                </p>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={isAdding()}>
        <AddMember staff={staff} onClose={() => setAdding(false)} />
      </Show>
      <Show when={staff.link()}>
        {(link) => (
          <Modal isOpen title={`A link for ${link().username}`} onClose={staff.forgetLink}>
            <p class="mb-3">
              Hand it on: whoever opens it sets the password of <b class="font-medium">{link().username}</b>.
              It works once, until <TimeText at={link().expiresAt} look="short" />, and is not shown again.
            </p>
            <CopyText label="The link" text={link().url} />
          </Modal>
        )}
      </Show>
      <Show when={removed()}>
        {(member) => (
          <Confirm
            title={`Remove ${member().username}?`}
            yes="Remove"
            no="Back"
            isDanger
            isBusy={staff.act.isBusy(member().id)}
            trouble={staff.act.trouble()}
            onYes={() => void remove(member())}
            onNo={() => setRemoved(null)}
          >
            <p>The login ends at once, on every device. What it did stays in the audit log.</p>
          </Confirm>
        )}
      </Show>
    </div>
  )
}
