import type { SVGProps } from 'react'

/** Paths on a grid of 24, drawn with a stroke of 2. */
const PATHS = {
  check: 'M5 13l4 4L19 7',
  cross: 'M6 6l12 12M18 6L6 18',
  dash: 'M6 12h12',
  clock: 'M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  alert: 'M12 8v5M12 16.5v.5M12 3L2.5 20h19z',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z',
  inbox: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5',
  folder: 'M3 6h6l2 2h10v11H3z',
  flask: 'M9 3h6M10 3v6l-5 9a2 2 0 002 3h10a2 2 0 002-3l-5-9V3M8 14h8',
  cube: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  gate: 'M4 21V6l8-3 8 3v15M9 21v-7h6v7M4 21h16',
  home: 'M4 11l8-7 8 7v9H4zM10 20v-6h4v6',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 010 6.500M18 14.500c2.200.7 3.500 2.500 3.500 5.500',
  chart: 'M4 20V4M4 20h16M8 16v-5M12 16V8M16 16v-8',
  book: 'M5 4h12a2 2 0 012 2v14H7a2 2 0 01-2-2zM5 18a2 2 0 012-2h12',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  gear: 'M12 15a3 3 0 100-6 3 3 0 000 6zM12 2v3M12 19v3M4.900 4.900l2.100 2.100M17 17l2.100 2.100M2 12h3M19 12h3M4.900 19.100L7 17M17 7l2.100-2.100',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14zM20 20l-4-4',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M4.900 4.900l1.400 1.400M17.700 17.700l1.400 1.400M2 12h2M20 12h2M4.900 19.100l1.400-1.400M17.700 6.300l1.400-1.400',
  moon: 'M20 14A8 8 0 1110 4a6.500 6.500 0 0010 10z',
  menu: 'M4 6h16M4 12h16M4 18h16',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  upload: 'M12 20V8M7 12l5-5 5 5M5 4h14',
  print: 'M7 9V4h10v5M7 18H4V9h16v9h-3M7 14h10v6H7z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  undo: 'M4 9h10a5 5 0 010 10H9M4 9l4-4M4 9l4 4',
  rocket: 'M5 19l3-1M12 3c5 2 6 8 3 13H9C6 11 7 5 12 3zM9 16l-2 5 5-2 5 2-2-5M12 8v.01',
  letter: 'M3 6h18v12H3zM3 7l9 7 9-7',
  cap: 'M2 9l10-5 10 5-10 5zM6 11.500v5c2 2.500 10 2.500 12 0v-5',
  user: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-5 3.500-7 8-7s8 2 8 7',
  question: 'M9 9a3 3 0 115 2c-1.500 1-2 1.500-2 3M12 17.500v.01M12 3a9 9 0 100 18 9 9 0 000-18z',
} as const
export type IconName = keyof typeof PATHS

/** A small picture beside a text. It says nothing that the text does not say. */
export function Icon({
  name,
  size = 16,
  ...rest
}: { readonly name: IconName; readonly size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
