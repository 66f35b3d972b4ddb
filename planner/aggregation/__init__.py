"""Fewer slices of a year that is known hour by hour: typical days or one slice (时间聚合).

``at_resolution`` makes them; ``case_of`` makes typical days again from the assignment that a plan records, without tsam, and ``for_plan``
resolves a case as a plan is.
The hourly case has equal slices in one chain, whole days of 24. What becomes of each field that has one value per slice:

====================================  ==========================================  ======================================================
field                                 typical days                                one slice
====================================  ==========================================  ======================================================
``Demand.shape``                      the day's, times the days it stands for;    1
                                      total kept
``GenerationData.yield_mwh``          the day's, times the days it stands for;    sum
                                      total kept
``ConverterData.availability``        the day's; yearly mean kept                 mean
``ConverterData.input_shape``         mean of the days it stands for              mean weighted by the demands for its outputs
``CommodityData.price_multiplier``    mean of the days it stands for              mean weighted by the commodity's demands
``CommodityData.sell_multiplier``     mean of the days it stands for              mean weighted by what is generated of it
``CommodityData.load_factor``         as it is (1)                                mean load over the mean of the monthly maxima
``FlexibleData.window``               the day's, cut at midnight                  falls away: nothing is moved
``ConverterData.ramp_share_per_hour`` as it is                                    falls away
``Slice.months``                      months of the days it stands for            none
====================================  ==========================================  ======================================================

"The day" is the one that stands for others. A total is kept among days of the same prices by one factor on the days that stand for more
than themselves; nothing is raised above the year's largest value, and days that stand for themselves keep theirs. Where a profile is
zero on all of those, their mean days are taken instead.
"""

from planner.aggregation.resolutions import at_resolution, for_plan
from planner.aggregation.typical import TypicalDay, case_of, list_typical

__all__ = ["TypicalDay", "at_resolution", "case_of", "for_plan", "list_typical"]
