"""What offices call the columns of their lists, in French, English and Breton; the surest titles first."""

from collections.abc import Mapping

_WRITTEN = {
    "reference": (
        "référence, ref, référence externe, identifiant, id, code, n°, numéro, "
        "numéro adhérent, numéro sociétaire, n° adhérent, n° sociétaire, external reference, "
        "daveenn"
    ),
    "kind": (
        "type, nature, type de personne, personne physique ou morale, statut juridique, "
        "type de membre, kind of member, seurt"
    ),
    "is_organisation": (
        "personne morale, est une organisation, organisation oui non, legal entity, is organisation, aozadur"
    ),
    "name": (
        "raison sociale, dénomination, dénomination sociale, nom ou raison sociale, "
        "nom complet, nom et prénom, nom prénom, structure, organisation, full name, company, "
        "company name, anv klok, nom, anv"
    ),
    "given_name": "prénom, prénoms, first name, given names, anv-bihan, anv bihan",
    "family_name": (
        "nom de famille, nom d'usage, nom usuel, patronyme, last name, surname, anv-familh, anv tiegezh, nom"
    ),
    "email": (
        "courriel, e-mail, email, mail, mél, adresse mail, adresse e-mail, "
        "adresse électronique, postel, chomlec'h postel"
    ),
    "phone": "téléphone, tel, tél, portable, mobile, numéro de téléphone, phone, telephone, pellgomz",
    "address": "adresse, adresse postale, rue, voie, street, postal address, chomlec'h",
    "postcode": "code postal, cp, postal code, zip, kod post",
    "born_on": "date de naissance, né le, née le, naissance, date of birth, birth date, deiziad ganedigezh",
    "locality": "commune, ville, localité, city, town, kumun, kêr",
    "siren": "n° siren, numéro siren",
    "siret": "n° siret, numéro siret",
    "family": "famille, famille d'acteurs, catégorie, family of actors, familh",
    "category": ("catégorie, catégorie d'associé, catégorie d'associés, catégorie de sociétaire, rummad"),
    "college": "collège, collège de vote, skolaj",
    "admitted_on": (
        "date d'admission, sociétaire depuis, membre depuis, ezel abaoe, "
        "date d'entrée, date d'adhésion, admis le, entrée, adhésion, date, "
        "admission date, member since, joined on, deiziad, deiziad emezelañ"
    ),
    "representative": (
        "représentant, représentante, représentant permanent, représentant légal, représenté par, "
        "nom du représentant, personne qui vote, votant, représentant (nom), representative, "
        "permanent representative, represented by, votes for it, dileuriad, dileuriad pad"
    ),
    "representative_email": (
        "courriel du représentant, e-mail du représentant, email du représentant, mail du représentant, "
        "courriel du votant, representative e-mail, representative email, postel an dileuriad"
    ),
    "shares": (
        "parts, nombre de parts, nb parts, nb de parts, parts sociales, "
        "nombre de parts sociales, number of shares, lodennoù"
    ),
    "paid": (
        "montant versé, montant payé, montant libéré, versé, payé, libéré, montant, amount, amount paid, paet"
    ),
}
TITLES: Mapping[str, tuple[str, ...]] = {key: tuple(names.split(", ")) for key, names in _WRITTEN.items()}
