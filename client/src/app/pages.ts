import MessagesSquare from "lucide-solid/icons/messages-square"
import ListChecks from "lucide-solid/icons/list-checks"
import Radio from "lucide-solid/icons/radio"
import ScrollText from "lucide-solid/icons/scroll-text"

/** The entries of the bar, in order. */
export const pages = [
  { href: "/desk", label: "Desk", icon: MessagesSquare },
  { href: "/requests", label: "Requests", icon: ListChecks },
  { href: "/log", label: "Log", icon: ScrollText },
  { href: "/channels", label: "Channels", icon: Radio }
] as const
