import type { Holds } from "./holds.ts";

// As my-ua-parser names them: "iOS" (iPads, too, unless they ask for desktop pages and say that they are Macs), "Android",
// "Windows", "Mac OS" for every Mac, "Chromium OS", "Linux" where no distribution is named, else "Ubuntu", "Fedora" ...
const ALIASES: Record<string, string> = {
  mac: "macos",
  osx: "macos",
  macosx: "macos",
  ipados: "ios",
  iphoneos: "ios",
  chromiumos: "chromeos",
  cros: "chromeos",
  win: "windows",
};

const DISTRIBUTIONS = new Set(
  `ubuntu kubuntu xubuntu lubuntu debian suse opensuse gentoo arch slackware fedora mandriva centos pclinuxos redhat zenwalk linpus
  raspbian deepin manjaro elementaryos sabayon linspire mint mageia vectorlinux`.split(/\s+/),
);

/** Whether the visitor's operating system is one of these; `linux` stands for every distribution of it. */
export function systemTest(names: string[]): Holds {
  const wanted = new Set(names.map(systemName).filter(Boolean));
  const isAnyLinux = wanted.has("linux");
  return ({ agent }) => {
    const name = systemName(agent.os);
    return wanted.has(name) || (isAnyLinux && DISTRIBUTIONS.has(name));
  };
}

/** One spelling of an operating system's name: "Mac OS X" and "macOS" are `macos`. */
export function systemName(name: string): string {
  const plain = name.toLowerCase().replace(/[\s_-]+/g, "");
  return Object.hasOwn(ALIASES, plain) ? (ALIASES[plain] ?? plain) : plain;
}
