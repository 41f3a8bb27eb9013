import { TimeText } from "../time/TimeText.tsx"
import { CopyText } from "../ui/CopyText.tsx"

interface HandedLinkProps {
  readonly username: string
  readonly path: string
  readonly expiresAt: number
}

/** A one-time link, to take away and hand on. */
export const HandedLink = (props: HandedLinkProps) => (
  <>
    <p class="mb-3">
      Hand it on: whoever opens it sets the password of <b class="font-medium">{props.username}</b>. It works
      once, until <TimeText at={props.expiresAt} look="short" />, and is not shown again.
    </p>
    <CopyText label="The link" text={`${location.origin}${props.path}`} />
  </>
)
