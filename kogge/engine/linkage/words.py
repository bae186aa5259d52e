"""Words in German business names: which say nothing, which say little, which tell two bodies apart."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP = _words(
    """
    und der die das den dem des fuer im in am an auf zu zum zur von vom mit bei aus ihr ihre ihren the
    of and de la el et
    """
)

# Words that many organisations share. Found again, they prove little; missing on one side, they disprove
# little.
COMMON = _words(
    """
    apotheke arzt praxis arztpraxis zahnarzt zahnarztpraxis autohaus auto autowerkstatt kfz werkstatt
    baeckerei konditorei fleischerei metzgerei friseur frisoer friseursalon salon haar blumen florist
    restaurant gaststaette gasthaus cafe bistro imbiss doener pizzeria pizza hotel pension kneipe bar
    markt supermarkt laden shop kiosk getraenke getraenkemarkt bank sparkasse filiale geschaeft haus
    buero center centrum zentrum studio boutique moden mode optik optiker reisebuero fahrschule
    tischlerei elektro elektrotechnik heizung sanitaer dach dachdecker maler malerbetrieb bau
    bauunternehmen hochbau tiefbau baugesellschaft immobilien hausverwaltung versicherung versicherungen
    steuerberater steuerberatung rechtsanwalt rechtsanwaelte ingenieur ingenieurbuero ingenieure
    architekt architekten planung beratung service services dienst dienste dienstleistung
    dienstleistungen handel handels handelsgesellschaft vertrieb vertriebs verkauf verwaltung
    verwaltungs beteiligung beteiligungs holding gruppe group gesellschaft ges gmbh kg firma betrieb
    betriebs unternehmen produktion technik systeme system solutions consulting management marketing
    media medien verlag druck transport transporte spedition logistik reinigung gebaeudereinigung
    gartenbau garten landschaftsbau agrar agrargenossenschaft genossenschaft landwirtschaft
    landwirtschafts windpark wind solar solarpark energie projekt verein foerderverein sportverein
    kleingartenverein kleingarten kleingaertnerverein gartenverein angelverein heimatverein
    schuetzenverein karnevalsclub club klub verband landesverband kreisverband ortsverband ortsgruppe
    gemeinschaft interessengemeinschaft buergerinitiative initiative stiftung freunde foerderung
    feuerwehr freiwillige kita kindertagesstaette kindergarten schule grundschule gymnasium regionale
    hort jugendclub jugend kinder senioren pflege pflegedienst pflegeheim ambulante soziale sozialer
    kirche kirchgemeinde kirchengemeinde evangelische katholische gemeinde stadt landkreis amt deutsche
    deutscher deutsches deutschland mecklenburg vorpommern mv nord sued ost west grundstuecks
    grundstuecksgesellschaft wohnungsgesellschaft wohnungsbau wohnen vermietung vermietungs invest
    investitions dr med dipl ing prof herr frau co partner inhaber international europa online
    eingetragener kfzwerkstatt zweigniederlassung solarkraftwerk kraftwerk sektion abteilung
    mecklenburgische mecklenburger norddeutsche landesgruppe regionalverband versorgungstechnik
    steuerberatungsgesellschaft wirtschaftspruefungsgesellschaft beratungsgesellschaft treuhand anlagen
    anlagenbau
    """
)

# One side only: two different bodies, however much else agrees ("Grundschule Süd" and its Förderverein, a
# firm and the company that manages it).
TELLING = _words(
    """
    foerderverein foerderkreis freunde schulverein elternverein verwaltung verwaltungs
    verwaltungsgesellschaft beteiligung beteiligungs beteiligungsgesellschaft holding komplementaer
    grundstuecksgesellschaft besitzgesellschaft
    """
)

_ONES = "ein zwei drei vier fuenf sechs sieben acht neun".split()  # noqa: SIM905
_TEENS = "zehn elf zwoelf dreizehn vierzehn fuenfzehn sechzehn siebzehn achtzehn neunzehn".split()  # noqa: SIM905
_TENS = "zwanzig dreissig vierzig fuenfzig sechzig siebzig achtzig neunzig".split()  # noqa: SIM905
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()  # noqa: SIM905


def _ordinals() -> dict[str, int]:
    stems = {
        "erst": 1,
        "zweit": 2,
        "dritt": 3,
        "viert": 4,
        "fuenft": 5,
        "sechst": 6,
        "siebt": 7,
        "acht": 8,
        "neunt": 9,
    }
    stems |= {f"{word}t": number for number, word in enumerate(_TEENS, start=10)}
    for tens, word in enumerate(_TENS, start=2):
        stems[f"{word}st"] = 10 * tens
        stems |= {f"{one}und{word}st": 10 * tens + number for number, one in enumerate(_ONES, start=1)}
    return {f"{stem}{ending}": number for stem, number in stems.items() for ending in ("e", "er", "es")}


# Numbers that tell sister companies apart: "Zwölfte Windpark", "Objekt III".
NUMERALS = {**{word: number for number, word in enumerate(_ROMAN, start=1)}, **_ordinals()}

OWNER = (
    r"\b(?:inh(?:aber(?:in)?)?|pächter(?:in)?|apotheker(?:in)?|geschäftsführer(?:in)?"
    r"|vertr(?:eten)?\.? durch|c/o)\b\.?:?"
)

FREE_MAIL = _words(
    """
    gmail.com googlemail.com gmx.de gmx.net web.de t-online.de freenet.de yahoo.de yahoo.com hotmail.com
    hotmail.de outlook.com outlook.de icloud.com online.de aol.com posteo.de mailbox.org arcor.de
    live.de mail.de
    """
)

SHARED_HOSTS = _words(
    """
    facebook.com instagram.com google.com sites.google.com business.site jimdo.com wixsite.com
    linkedin.com youtube.com x.com twitter.com jimdofree.com xing.com linktr.ee m-vp.de
    """
)
