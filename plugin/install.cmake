# Puts the plugin where Wireshark looks, or takes it away again (REMOVE): for everyone when run by
# root, else for the user. place.cmake has set PLUGIN, PLUGIN_SERIES and SYSTEM_FOLDER.
execute_process(COMMAND id -u OUTPUT_VARIABLE uid OUTPUT_STRIP_TRAILING_WHITESPACE)
if(uid STREQUAL "0")
  set(folder "${SYSTEM_FOLDER}")
else()
  if(CMAKE_HOST_APPLE)
    string(REPLACE "." "-" PLUGIN_SERIES "${PLUGIN_SERIES}")
  endif()
  set(folder "$ENV{HOME}/.local/lib/wireshark/plugins/${PLUGIN_SERIES}/epan")
endif()

if(REMOVE)
  cmake_path(GET PLUGIN FILENAME name)
  file(REMOVE "$ENV{DESTDIR}${folder}/${name}")
  message(STATUS "Removed: $ENV{DESTDIR}${folder}/${name}")
else()
  file(INSTALL "${PLUGIN}" DESTINATION "${folder}")
endif()
