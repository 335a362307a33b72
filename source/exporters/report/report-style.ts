/** The style sheet of the page; charts take their colours from its variables. */
export const reportStyle = `
:root{color-scheme:light dark;--page:#fff;--text:#1c1d21;--muted:#62646d;--rule:#dcdde3;--bar:#2f6fb3;--on-bar:#fff;--gap:#f0c9c4;
--harms:#a52a1c;--harms-back:#fbe6e3;--fits:#1d6b3a;--fits-back:#e2f3e7;--unknown-back:#ececf0}
@media (prefers-color-scheme:dark){:root{--page:#17181c;--text:#e6e7ea;--muted:#a2a4ad;--rule:#35373f;--bar:#3f7fc4;--on-bar:#fff;
--gap:#5a2a25;--harms:#ff9c8f;--harms-back:#4a201b;--fits:#86d9a2;--fits-back:#173825;--unknown-back:#2b2d34}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .5rem}
.muted,small{color:var(--muted)}small{display:block;font-weight:400}
.summary span,td span{display:inline-block;padding:0 .5em;border-radius:.6em;font-weight:600;white-space:nowrap}
.harms{color:var(--harms);background:var(--harms-back)}.fits{color:var(--fits);background:var(--fits-back)}
.unknown{color:var(--muted);background:var(--unknown-back)}
.note{border-left:4px solid var(--harms);padding-left:.7em}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--rule)}
tbody th{font-weight:400;min-width:9rem}td{overflow-wrap:anywhere;min-width:7rem}thead th{color:var(--muted);font-weight:600}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:1rem}
.charts.pairs{grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr))}
figure{margin:0}figure.map,figure.confusion{grid-column:1/-1;max-width:760px;overflow-x:auto}figcaption{color:var(--muted);font-size:.9rem}
svg{width:100%;height:auto;max-width:440px}figure.map svg,figure.confusion svg{max-width:none;min-width:640px}
svg text{font-family:system-ui,sans-serif !important}
summary{cursor:pointer;color:var(--muted)}
@media print{details{display:block}}
`;
