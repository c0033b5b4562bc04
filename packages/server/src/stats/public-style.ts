import { PAGE_STYLE } from "../core/page-style.ts";

/** Of the public statistics: as other pages, but as wide as numbers need. */
export const STATISTICS_STYLE = `${PAGE_STYLE}
body{place-items:start center;padding:clamp(20px,5vw,56px) clamp(16px,4vw,40px)}
main{max-width:60rem}
svg{margin:0}
h1{margin:0 0 4px}
h2{font-size:1rem;margin:0 0 14px;letter-spacing:-.01em}
.over{font-size:.85rem;margin:0 0 8px}
.address{margin:0}
nav{display:flex;flex-wrap:wrap;gap:6px;margin:22px 0}
nav a{padding:7px 12px;border:1px solid var(--line);border-radius:999px;font-size:.9rem;line-height:1.35;text-decoration:none;color:var(--ink);background:var(--field)}
nav a:hover{border-color:var(--mark)}
nav a[aria-current]{background:var(--mark);border-color:var(--mark);color:var(--on-mark);font-weight:600}
.card{background:var(--field);border:1px solid var(--line);border-radius:14px;padding:18px 20px;margin:0 0 16px;min-width:0}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:16px;margin:0 0 16px}
.numbers .card{margin:0}
.numbers dd{margin:2px 0 0;font-size:1.9rem;font-weight:650;line-height:1.15;letter-spacing:-.02em;color:var(--ink);font-variant-numeric:tabular-nums}
.head{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.head p,.ends{font-size:.85rem;color:var(--soft);margin:0}
svg.chart{width:100%;height:180px;color:var(--mark);border-bottom:1px solid var(--edge);margin:4px 0 6px}
.chart rect:hover{opacity:.75}
.ends{display:flex;justify-content:space-between;gap:12px}
details{margin-top:14px;font-size:.9rem}
summary{cursor:pointer;color:var(--mark);width:fit-content}
.scroll{max-height:22rem;overflow:auto;margin-top:10px}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:right;font-weight:400}
th:first-child{text-align:left}
thead th{color:var(--soft);font-size:.85rem;position:sticky;top:0;background:var(--field)}
.lists{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:16px}
.lists .card{margin:0}
ol{list-style:none;margin:0;padding:0}
li{display:grid;grid-template-columns:1fr auto;gap:0 12px;margin:0 0 10px;font-size:.95rem;color:var(--ink)}
li:last-child{margin:0}
li span{min-width:0;overflow-wrap:anywhere}
li span+span{font-variant-numeric:tabular-nums}
.bar{grid-column:1/-1;width:100%;height:6px;margin-top:5px;color:var(--mark)}
.bar .track{color:var(--line)}
.rest{color:var(--soft)}
.rest .bar{color:var(--edge)}
.empty{margin:0}
`;
