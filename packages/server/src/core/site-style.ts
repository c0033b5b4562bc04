import { COLORS } from "./page-style.ts";

/** Of the wide pages: the home page and the documentation. */
export const SITE_STYLE = `${COLORS}
:root{--tint:#f1eefe;--shade:#00000014}
@media(prefers-color-scheme:dark){:root{--tint:#221d3a;--shade:#0008}}
html{scroll-padding-top:5rem;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;z-index:3;background:var(--field);padding:10px 16px;border-radius:10px}
.bar{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line)}
.bar>div{display:flex;align-items:center;gap:6px 22px;max-width:84rem;margin:0 auto;padding:11px clamp(16px,4vw,40px)}
.brand{display:flex;align-items:center;gap:8px;min-width:0;font-weight:680;letter-spacing:-.01em;color:var(--ink);text-decoration:none}
.brand span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.brand svg{width:28px;height:28px;flex:none;color:var(--mark)}
.bar nav{display:flex;align-items:center;gap:4px 20px;margin-left:auto;font-size:.95rem;white-space:nowrap}
.bar nav a{color:var(--ink);text-decoration:none}
.bar nav a:hover{color:var(--mark)}
.bar nav a.button{color:var(--on-mark);padding:7px 14px}
h1,h2,h3,h4{line-height:1.2;letter-spacing:-.02em;text-wrap:balance;overflow-wrap:anywhere}
p,li,dd{overflow-wrap:anywhere}
strong{font-weight:640}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--tint);border-radius:5px;padding:2px 5px;overflow-wrap:anywhere}
pre{margin:0;overflow:auto;padding:16px 18px;border:1px solid var(--line);border-radius:12px;background:var(--field);font-size:.9rem;line-height:1.55;tab-size:2}
pre code{background:none;padding:0;overflow-wrap:normal;font-size:.95em}
.button{display:inline-flex;align-items:center;justify-content:center;font:inherit;font-weight:600;line-height:1.3;text-align:center;text-decoration:none;cursor:pointer;border-radius:10px;
padding:11px 20px;border:2px solid var(--mark);background:var(--mark);color:var(--on-mark)}
.button:hover{filter:brightness(1.08)}
.quiet{background:transparent;color:var(--mark)}
.card{background:var(--field);border:1px solid var(--line);border-radius:16px;padding:22px 24px;min-width:0}
.soft{color:var(--soft)}
[hidden]{display:none!important}
.end{margin-top:auto;border-top:1px solid var(--line);font-size:.9rem;color:var(--soft)}
.end>div{display:flex;flex-wrap:wrap;gap:8px 22px;max-width:84rem;margin:0 auto;padding:22px clamp(16px,4vw,40px)}
.end a{color:var(--soft)}
.end a:hover{color:var(--mark)}
.end p{margin:0 0 0 auto}
@media(max-width:34rem){.bar nav .wide{display:none}.end p{margin:0;width:100%}}
`;
