import { A } from "@solidjs/router"
import { ActorTree } from "../admin/ActorTree.tsx"
import { buttonClass } from "../ui/Button.tsx"
import { PageHead } from "../ui/PageHead.tsx"

/** Who works on the workspace's chats and orders now. */
const OwnActorsView = () => (
  <div class="flex h-full flex-col">
    <PageHead title="Actors">
      <A href="/log" class={buttonClass("quiet")}>
        Log
      </A>
    </PageHead>
    <ActorTree id={null} />
  </div>
)

export default OwnActorsView
