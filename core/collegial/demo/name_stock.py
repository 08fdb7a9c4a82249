"""The words that invented names are made of. Localities are communes of the Pays de Rennes."""

LOCALITIES = (
    "Acigné", "Betton", "Bruz", "Cesson-Sévigné", "Chantepie", "Chartres-de-Bretagne", "Châteaugiron",
    "Chavagne", "Gévezé", "La Mézière", "Langouët", "Le Rheu", "L’Hermitage", "Liffré", "Melesse",
    "Montreuil-sur-Ille", "Mordelles", "Noyal-Châtillon-sur-Seiche", "Noyal-sur-Vilaine", "Orgères",
    "Pacé", "Rennes", "Saint-Aubin-d’Aubigné", "Saint-Erblon", "Saint-Gilles", "Saint-Grégoire",
    "Saint-Jacques-de-la-Lande", "Servon-sur-Vilaine", "Thorigné-Fouillard", "Vern-sur-Seiche",
    "Vezin-le-Coquet", "Vignoc",
)  # fmt: skip

GIVEN_NAMES = (
    "Aël", "Agathe", "Alan", "Aline", "Annaïg", "Antoine", "Armelle", "Arthur", "Aurélie", "Azenor",
    "Bleuenn", "Brendan", "Brieuc", "Camille", "Catherine", "Cécile", "Claire", "Corentin", "Denis",
    "Denez", "Élodie", "Éric", "Erwan", "Ewen", "Fanch", "Fatima", "François", "Gaël", "Gaëlle",
    "Goulven", "Gwenaëlle", "Gwenn", "Hélène", "Hervé", "Ilan", "Isabelle", "Jakez", "Jeanne", "Joël",
    "Judikaël", "Karim", "Katell", "Klervi", "Laure", "Léna", "Loïc", "Louise", "Maël", "Maëlys",
    "Maïwenn", "Malo", "Marc", "Marie", "Mathilde", "Morgane", "Morvan", "Nadia", "Nicolas", "Olivier",
    "Pauline", "Perrine", "Pierrick", "Riwal", "Rozenn", "Ronan", "Sophie", "Solenn", "Soizic", "Tanguy",
    "Thomas", "Tifenn", "Titouan", "Tristan", "Tugdual", "Yann", "Yannick", "Youenn", "Yves", "Yuna",
    "Zoé",
)  # fmt: skip

FAMILY_NAMES = (
    "Abgrall", "Aubrée", "Bellec", "Berthelot", "Bihan", "Blanchard", "Bodin", "Bouvet", "Briand",
    "Cadiou", "Caradec", "Chesnel", "Chevalier", "Cloarec", "Colas", "Corbel", "Cosquer", "Cozic",
    "Daniel", "Denoual", "Desbois", "Duval", "Even", "Fauchoux", "Floc’h", "Gautier", "Gicquel",
    "Guillou", "Guyomard", "Hamon", "Haouari", "Hascoët", "Hubert", "Jégou", "Jouan", "Kerhoas",
    "Kerjean", "Kermarrec", "Lagadec", "Lebreton", "Le Bras", "Le Corre", "Le Dantec", "Le Gall",
    "Le Goff", "Le Guen", "Le Roux", "Lemoine", "L’Helgoualc’h", "Maillard", "Martin", "Ménard", "Mével",
    "Monnier", "Moreau", "Morin", "Nédélec", "Nicol", "Olivry", "Pellerin", "Pennec", "Perrot", "Poirier",
    "Prigent", "Quéré", "Quintin", "Rault", "Renault", "Riou", "Salaün", "Sévère", "Simon", "Texier",
    "Thébault", "Tual", "Vaillant", "Veillard", "Yvon",
)  # fmt: skip

STRUCTURE_KINDS = (
    "Association", "Atelier d’insertion", "Atelier partagé", "Café associatif", "Centre culturel",
    "Centre social", "Compagnie", "Coopérative", "Crèche associative", "Échoppe solidaire",
    "École associative", "Entreprise d’insertion", "Épicerie solidaire", "Ferme pédagogique",
    "Foyer de jeunes", "Garage solidaire", "Habitat partagé", "Jardin partagé", "Ludothèque",
    "Radio associative", "Recyclerie", "Régie de quartier", "Réseau d’échanges", "Scop",
    "Théâtre associatif", "Tiers-lieu",
)  # fmt: skip

STRUCTURE_NAMES = (
    "À petits pas", "Au fil de la Flume", "Bois d’ajonc", "Bonne pioche", "Clair de lande",
    "Coup de pouce", "De fil en aiguille", "En bonne voie", "Grain de sel", "Heol", "Kan ar Mor",
    "L’Abri-côtier", "L’Arbre à idées", "L’Atelier des voisins", "La Belle Étape", "La Bonne Pâte",
    "La Clé des champs", "La Courte Échelle", "La Fabrique du lien", "La Grande Ourse", "La Marmite",
    "La Passerelle", "La Petite Graine", "La Ronde", "La Tresse", "Le Bel Élan", "Le Bon Vent",
    "Le Chemin creux", "Le Grand Large", "Le Merle blanc", "Le Papier plié", "Le Pas de côté", "Le Phare",
    "Le Pont de bois", "Le Sillon", "Le Trait d’union", "Les Genêts", "Les Hirondelles",
    "Les Mains vertes", "Les Pieds dans l’Ille", "Mille et un savoirs", "Pain de quatre livres",
    "Pierre et sel", "Points de suspension", "Rue des possibles", "Tamm-ha-tamm", "Terre d’écoute",
    "Toutes voiles dehors", "Un air de Seiche", "Vent debout",
)  # fmt: skip

# No commune bears these names.
COMMUNE_ROOTS = (
    "Brédalan", "Bréhoual", "Coëtmoran", "Guerrigan", "Kerdoual", "Landivoal", "Lanvarec", "Plémazan",
    "Quélivran", "Ruzévan", "Trébrezan", "Trévarnec",
)  # fmt: skip

COMMUNE_ENDINGS = (
    "",
    "-en-Forêt",
    "-la-Lande",
    "-le-Petit",
    "-les-Bois",
    "-sur-Flume",
    "-sur-Ille",
    "-sur-Meu",
)

BODIES = (
    "Caisse coopérative de",
    "Communauté de communes du Pays de",
    "Fondation de",
    "Mutuelle de",
    "Office d’habitat de",
    "Régie publique des eaux de",
    "Syndicat mixte du bassin de",
    "Union mutualiste de",
)
