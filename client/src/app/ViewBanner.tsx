import Eye from "lucide-solid/icons/eye"
import { Show } from "solid-js"
import { endView } from "../api/AccessGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { useSession } from "./SessionContext.ts"

/** Says on every page that somebody of the platform looks at a workspace that is not his. */
export const ViewBanner = () => {
  const session = useSession()
  const act = createAct()
  const leave = async () => {
    // The session shows something else from now on: everything is loaded anew.
    if (await act.run(endView)) location.assign("/admin/users")
  }
  return (
    <Show when={session.login().isViewing === true}>
      <section
        aria-label="Looking at a workspace"
        class="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn/50 bg-warn-soft px-3 py-1.5 md:px-4"
      >
        <Eye class="size-4 shrink-0 text-warn" aria-hidden="true" />
        <p class="min-w-0 flex-1">
          You are looking at <b class="font-semibold">{session.login().tenantName}</b> and can change nothing.
          <span class="text-muted max-md:sr-only"> Its owner sees in the audit log what you open.</span>
        </p>
        <Show when={act.trouble()}>{(trouble) => <p class="text-bad">{trouble().message}</p>}</Show>
        <Button isBusy={act.isBusy()} onClick={() => void leave()}>
          Stop looking
        </Button>
      </section>
    </Show>
  )
}
