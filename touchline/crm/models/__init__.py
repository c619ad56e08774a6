from touchline.crm.models.deal import Account, Activity, Deal, DealChange, Stage
from touchline.crm.models.imports import Before, Import, ImportFile, Mapping, SetAside
from touchline.crm.models.quota import AgreedQuota, Quota, QuotaChange
from touchline.crm.models.source import Alias, Owner, Source

__all__ = [
    "Account",
    "Activity",
    "AgreedQuota",
    "Alias",
    "Before",
    "Deal",
    "DealChange",
    "Import",
    "ImportFile",
    "Mapping",
    "Owner",
    "Quota",
    "QuotaChange",
    "SetAside",
    "Source",
    "Stage",
]
